<#-- Asks for the code that was sent. verification is a map (this FreeMarker reads no records) of
     recipient (masked; empty if it is not to be told), discreet (there may be no account), channel, codeLength, expiresIn and resendIn (seconds), attemptsLeft, deliveryFailed, changeable,
     choices (the user's other numbers: id, label). The field is long enough for the whole message, pasted. -->
<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#import "buttons.ftl" as buttons>
<#assign error = messagesPerField.get("code")>
<#assign name = (verification.channel == "sms")?then("phone", "email")>
<#function duration seconds>
  <#local minutes = (seconds / 60)?floor>
  <#local rest = seconds % 60>
  <#if minutes == 0>
    <#return msg("phoneIdentity.duration.seconds", rest)>
  <#elseif rest == 0>
    <#return msg("phoneIdentity.duration.minutes", minutes)>
  </#if>
  <#return msg("phoneIdentity.duration.minutes", minutes) + " " + msg("phoneIdentity.duration.seconds", rest)>
</#function>
<#macro hint id>
  <div class="${properties.kcFormHelperTextClass!}">
    <div class="${properties.kcInputHelperTextClass!}">
      <div class="${properties.kcInputHelperTextItemClass!}" id="${id}">
        <span class="${properties.kcInputHelperTextItemTextClass!}"><#nested></span>
      </div>
    </div>
  </div>
</#macro>
<@layout.registrationLayout displayMessage=!messagesPerField.existsError("code"); section>
  <#if section = "header">
    ${msg("phoneIdentity.code.title")}
  <#elseif section = "form">
    <#if url.loginAction?contains("token=")>
      <script type="module" src="${url.resourcesPath}/js/phone-identity-invitation.js"></script>
    </#if>
    <#if verification.deliveryFailed>
      <div class="${properties.kcAlertClass!} pf-m-warning" id="phone-identity-delivery-failed" role="alert">
        <div class="${properties.kcAlertIconClass!}"><span class="${properties.kcFeedbackWarningIcon!}"></span></div>
        <span class="${properties.kcAlertTitleClass!} kc-feedback-text">${msg("phoneIdentity.code.deliveryFailed." + name)}</span>
      </div>
    </#if>

    <form id="phone-identity-code-form" class="${properties.kcFormClass!} pf-v5-u-mt-md" action="${url.loginAction}" method="post" novalidate>
      <p id="phone-identity-recipient">
        <#if verification.discreet && !verification.recipient?has_content>
          ${msg("phoneIdentity.code.sentIfKnown." + name)}
        <#else>
          ${msg("phoneIdentity.code." + verification.discreet?then("sentIfOwned", verification.deliveryFailed?then("intendedFor", "sentTo")))}
          <strong dir="ltr">${verification.recipient}</strong>
        </#if>
      </p>
      <@field.group name="code" label=msg("phoneIdentity.code.label", verification.codeLength) error=error required=true>
        <span class="${properties.kcInputClass!} <#if error?has_content>${properties.kcError!}</#if>">
          <input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="1000"
            autofocus aria-describedby="phone-identity-recipient phone-identity-expiry input-error-container-code"
            aria-invalid="${error?has_content?c}">
          <@field.errorIcon error=error/>
        </span>
        <@hint id="phone-identity-expiry">
          <#if verification.expiresIn gt 0>
            ${msg("phoneIdentity.code.validFor", duration(verification.expiresIn))}
          <#else>
            ${msg("phoneIdentity.code.expired")}
          </#if>
        </@hint>
      </@field.group>

      <@buttons.actionGroup>
        <@buttons.button id="phone-identity-verify" label="phoneIdentity.code.submit"/>
      </@buttons.actionGroup>
    </form>

    <#-- A form of its own, so that Enter in the field above can only mean "verify". -->
    <form id="phone-identity-code-actions" class="${properties.kcFormClass!} pf-v5-u-mt-lg pf-v5-u-mb-md" action="${url.loginAction}" method="post">
      <@buttons.actionGroup>
        <@buttons.button id="phone-identity-resend" name="resend" value="true" label="phoneIdentity.code.resend" type="secondary"/>
        <#if verification.resendIn gt 0>
          <@hint id="phone-identity-resend-in">${msg("phoneIdentity.code.resendIn", duration(verification.resendIn))}</@hint>
        </#if>
        <#if verification.changeable>
          <@buttons.button id="phone-identity-change" name="change" value="true" label="phoneIdentity.code.change." + verification.discreet?then("account", name) type="link"/>
        </#if>
        <#list verification.choices as choice>
          <button class="${properties.kcButtonLinkClass} ${properties.kcButtonBlockClass}" id="phone-identity-choice-${choice?index}"
                  name="selectedCredentialId" value="${choice.id}" type="submit">${msg("phoneIdentity.code.choice", choice.label)}</button>
        </#list>
        <#if isAppInitiatedAction??>
          <@buttons.button id="phone-identity-cancel" name="cancel-aia" value="true" label="doCancel" type="link"/>
        </#if>
      </@buttons.actionGroup>
    </form>
  </#if>
</@layout.registrationLayout>
