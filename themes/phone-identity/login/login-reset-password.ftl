<#-- Keycloak's first page of a password reset, with a title of its own, and with a field that password managers fill. -->
<#import "phone-identity-layout.ftl" as ui>
<#assign error = messagesPerField.get("username")>
<#assign label = msg(realm.loginWithEmailAllowed?then(realm.registrationEmailAsUsername?then("email", "usernameOrEmail"), "username"))>
<@ui.page heading=msg("emailForgotTitle") displayMessage=!messagesPerField.existsError("username") displayInfo=true; section>
  <#if section = "form">
    <form id="kc-reset-password-form" class="${properties.kcFormClass!} phone-identity-form" action="${url.loginAction}" method="post" novalidate>
      <@ui.group name="username" label=label error=error>
        <@ui.box error=error; css>
          <input id="username" name="username" class="${css}" type="text" value="${auth.attemptedUsername!}" autofocus
            autocomplete="username" autocapitalize="none" spellcheck="false"
            aria-describedby="input-error-container-username" aria-invalid="${error?has_content?c}">
        </@ui.box>
      </@ui.group>
      <@ui.actions>
        <@ui.button id="kc-form-buttons" text=msg("doSubmit")/>
        <a class="${ui.buttonClass("Secondary")}" href="${url.loginUrl}">${msg("backToLogin")}</a>
      </@ui.actions>
    </form>
  <#elseif section = "info">
    <span class="${properties.kcLoginMainFooterHelperText!}">${msg(realm.duplicateEmailsAllowed?then("emailInstructionUsername", "emailInstruction"))}</span>
  </#if>
</@ui.page>
