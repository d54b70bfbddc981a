<#-- Asks for the code that was sent. verification is a map (this FreeMarker reads no records) of
     recipient (masked; empty if it is not to be told), discreet (there may be no account), channel, codeLength, expiresIn and resendIn (seconds), attemptsLeft, deliveryFailed, changeable,
     choices (the user's other numbers: id, label). The field is long enough for the whole message, pasted. -->
<#import "phone-identity-layout.ftl" as ui>
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
<@ui.page heading=msg("phoneIdentity.code.title") displayMessage=!messagesPerField.existsError("code")>
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
    <@ui.group name="code" label=msg("phoneIdentity.code.label", verification.codeLength) error=error required=true>
      <@ui.box error=error; css>
        <input id="code" name="code" class="${css}" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="1000"
          autofocus aria-describedby="phone-identity-recipient phone-identity-expiry input-error-container-code"
          aria-invalid="${error?has_content?c}">
      </@ui.box>
      <@ui.hint id="phone-identity-expiry">
        <#if verification.expiresIn gt 0>
          ${msg("phoneIdentity.code.validFor", duration(verification.expiresIn))}
        <#else>
          ${msg("phoneIdentity.code.expired")}
        </#if>
      </@ui.hint>
    </@ui.group>

    <@ui.actions>
      <@ui.button id="phone-identity-verify" text=msg("phoneIdentity.code.submit")/>
    </@ui.actions>
  </form>

  <#-- A form of its own, so that Enter in the field above can only mean "verify". -->
  <form id="phone-identity-code-actions" class="${properties.kcFormClass!} pf-v5-u-mt-lg pf-v5-u-mb-md" action="${url.loginAction}" method="post">
    <@ui.actions>
      <@ui.button id="phone-identity-resend" name="resend" value="true" text=msg("phoneIdentity.code.resend") type="Secondary"/>
      <#if verification.resendIn gt 0>
        <@ui.hint id="phone-identity-resend-in">${msg("phoneIdentity.code.resendIn", duration(verification.resendIn))}</@ui.hint>
      </#if>
      <#if verification.changeable>
        <@ui.button id="phone-identity-change" name="change" value="true" text=msg("phoneIdentity.code.change." + verification.discreet?then("account", name)) type="Link"/>
      </#if>
      <#list verification.choices as choice>
        <@ui.button id="phone-identity-choice-${choice?index}" name="selectedCredentialId" value=choice.id text=msg("phoneIdentity.code.choice", choice.label) type="Link"/>
      </#list>
      <#if isAppInitiatedAction??>
        <@ui.button id="phone-identity-cancel" name="cancel-aia" value="true" text=msg("doCancel") type="Link"/>
      </#if>
    </@ui.actions>
  </form>
</@ui.page>
