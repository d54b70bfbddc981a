<#-- Keycloak's registration form. Where usernames are generated (hiddenUsername), nobody is asked for one; nor is anybody
     for an optional attribute whose annotation notAskedAtSignUp is "true" in the realm's user profile. -->
<#import "phone-identity-layout.ftl" as ui>
<#import "user-profile-commons.ftl" as profileFields>
<#import "register-commons.ftl" as commons>
<#import "password-validation.ftl" as passwordRules>
<#-- The address that an organization has invited; Keycloak takes no other. -->
<#assign invited = email!"">
<#assign invisibleRecaptcha = recaptchaRequired?? && !(recaptchaVisible!false)>
<#assign above = (hiddenUsername??)?then("email", realm.registrationEmailAsUsername?then("email", "username"))>
<#function asksFor attribute>
  <#if attribute.name == "username" && hiddenUsername?? || attribute.name == "email" && invited?has_content>
    <#return false>
  </#if>
  <#return attribute.required || (attribute.annotations.notAskedAtSignUp!"") != "true">
</#function>
<#global profile = {
  "attributes": profile.attributes?filter(attribute -> asksFor(attribute)),
  "html5DataAnnotations": profile.html5DataAnnotations
}>
<#assign passwordsShown = !passwordRequired??>
<#macro passwords>
  <#assign passwordsShown = true>
  <@ui.password name="password" label=msg("password") autocomplete="new-password"/>
  <@ui.password name="password-confirm" label=msg("passwordConfirm") autocomplete="new-password"/>
</#macro>
<@ui.page heading=msg(messageHeader!"registerTitle") displayMessage=messagesPerField.exists("global") displayRequiredFields=true; section>
  <#if section = "form">
    <form id="kc-register-form" class="${properties.kcFormClass!}" action="${url.registrationAction}" method="post" novalidate>
      <#if hiddenUsername??>
        <input type="hidden" name="username" value="${hiddenUsername}">
      </#if>
      <#if invited?has_content>
        <@ui.group name="email" label=msg("email") error=messagesPerField.get("email") required=true>
          <@ui.box readonly=true; css>
            <input id="email" name="email" class="${css}" type="email" value="${invited}" readonly autocomplete="email">
          </@ui.box>
        </@ui.group>
      </#if>
      <@profileFields.userProfileFormFields; callback, attribute>
        <#if callback = "afterField" && attribute.name = above && !passwordsShown>
          <@passwords/>
        </#if>
      </@profileFields.userProfileFormFields>
      <#if !passwordsShown>
        <@passwords/>
      </#if>
      <@commons.termsAcceptance/>

      <#if recaptchaRequired?? && !invisibleRecaptcha>
        <div class="${properties.kcInputWrapperClass!}">
          <div class="g-recaptcha" data-size="compact" data-sitekey="${recaptchaSiteKey}" data-action="${recaptchaAction}"></div>
        </div>
      </#if>
      <@ui.actions>
        <#if invisibleRecaptcha>
          <script type="module" src="${url.resourcesPath}/js/phone-identity-recaptcha.js"></script>
          <button class="${ui.buttonClass("Primary")} g-recaptcha" type="submit"
            data-sitekey="${recaptchaSiteKey}" data-action="${recaptchaAction}" data-callback="phoneIdentityRecaptcha">${msg("doRegister")}</button>
        <#else>
          <@ui.button id="phone-identity-register" text=msg("doRegister")/>
        </#if>
        <a href="${url.loginUrl}" class="${ui.buttonClass("Secondary")}">${msg("backToLogin")}</a>
      </@ui.actions>
    </form>
    <#if passwordRequired??>
      <@passwordRules.templates/>
      <@passwordRules.script field="password"/>
    </#if>
  </#if>
</@ui.page>
