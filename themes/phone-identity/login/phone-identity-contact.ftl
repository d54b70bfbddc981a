<#-- Asks for the phone number or e-mail address that a code is sent to.
     channel: "sms" or "email"; contact: what was typed; optional: may be skipped; purpose: what the proof is for;
     taken: the contact, which was proven, has an account; example: a number of the default country. -->
<#import "phone-identity-layout.ftl" as ui>
<#assign sms = channel == "sms">
<#assign name = sms?then("phone", "email")>
<#assign error = messagesPerField.get(name)>
<@ui.page heading=msg("phoneIdentity.contact.title." + purpose + "." + name) displayMessage=!messagesPerField.existsError(name) displayInfo=(purpose == "registration"); section>
  <#if section = "form">
    <form id="phone-identity-contact-form" class="${properties.kcFormClass!} phone-identity-form" action="${url.loginAction}" method="post" novalidate>
      <@ui.group name=name label=msg("phoneIdentity.contact." + name) error=error required=!optional>
        <@ui.box error=error; css>
          <input id="${name}" name="${name}" class="${css}" value="${contact!}" autofocus
            <#if sms>type="tel" autocomplete="tel" inputmode="tel"<#else>type="email" autocomplete="email" inputmode="email"</#if>
            aria-describedby="${name}-hint input-error-container-${name}"
            aria-invalid="${error?has_content?c}">
        </@ui.box>
        <@ui.hint id="${name}-hint">
          ${msg("phoneIdentity.contact.hint." + name)}
          <#if sms && example?has_content>${msg("phoneIdentity.contact.example")} <span class="phone-identity-number" dir="ltr">${example}</span></#if>
        </@ui.hint>
      </@ui.group>

      <@ui.actions>
        <#if taken>
          <a id="phone-identity-log-in" class="${ui.buttonClass("Primary")}" href="${url.loginUrl}">${msg("doLogIn")}</a>
          <@ui.button id="phone-identity-send" text=msg("phoneIdentity.code.change." + name) type="Secondary"/>
        <#else>
          <@ui.button id="phone-identity-send" text=msg("phoneIdentity.contact.submit")/>
        </#if>
        <#if optional>
          <@ui.button id="phone-identity-skip" name="skip" value="true" text=msg("phoneIdentity.contact.skip") type="Secondary"/>
        </#if>
        <#if isAppInitiatedAction??>
          <@ui.button id="phone-identity-cancel" name="cancel-aia" value="true" text=msg("doCancel") type="Secondary"/>
        </#if>
      </@ui.actions>
    </form>
    <@ui.signOut lostNumber=false/>
  <#elseif section = "info">
    <span><a href="${url.loginUrl}">${msg("backToLogin")}</a></span>
  </#if>
</@ui.page>
