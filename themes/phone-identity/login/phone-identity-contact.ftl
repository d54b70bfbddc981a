<#-- Asks for the phone number or e-mail address that a code is sent to.
     channel: "sms" or "email"; contact: what was typed; optional: may be skipped; purpose: what the proof is for. -->
<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#import "buttons.ftl" as buttons>
<#assign sms = channel == "sms">
<#assign name = sms?then("phone", "email")>
<#assign error = messagesPerField.get(name)>
<@layout.registrationLayout displayMessage=!messagesPerField.existsError(name) displayInfo=(purpose == "registration"); section>
  <#if section = "header">
    ${msg("phoneIdentity.contact.title." + purpose + "." + name)}
  <#elseif section = "form">
    <#if url.loginAction?contains("token=")>
      <script type="module" src="${url.resourcesPath}/js/phone-identity-invitation.js"></script>
    </#if>
    <form id="phone-identity-contact-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post" novalidate>
      <@field.group name=name label=msg("phoneIdentity.contact." + name) error=error required=!optional>
        <span class="${properties.kcInputClass!} <#if error?has_content>${properties.kcError!}</#if>">
          <input id="${name}" name="${name}" value="${contact!}" autofocus
            <#if sms>type="tel" autocomplete="tel" inputmode="tel"<#else>type="email" autocomplete="email" inputmode="email"</#if>
            aria-describedby="${name}-hint input-error-container-${name}"
            aria-invalid="${error?has_content?c}">
          <@field.errorIcon error=error/>
        </span>
        <div class="${properties.kcFormHelperTextClass!}">
          <div class="${properties.kcInputHelperTextClass!}">
            <div class="${properties.kcInputHelperTextItemClass!}" id="${name}-hint">
              <span class="${properties.kcInputHelperTextItemTextClass!}">${msg("phoneIdentity.contact.hint." + name)}</span>
            </div>
          </div>
        </div>
      </@field.group>

      <@buttons.actionGroup>
        <@buttons.button id="phone-identity-send" label="phoneIdentity.contact.submit"/>
        <#if optional>
          <@buttons.button id="phone-identity-skip" name="skip" value="true" label="phoneIdentity.contact.skip" type="secondary"/>
        </#if>
        <#if isAppInitiatedAction??>
          <@buttons.button id="phone-identity-cancel" name="cancel-aia" value="true" label="doCancel" type="secondary"/>
        </#if>
      </@buttons.actionGroup>
    </form>
  <#elseif section = "info">
    <span><a href="${url.loginUrl}">${msg("backToLogin")}</a></span>
  </#if>
</@layout.registrationLayout>
