<#-- Asks for the code that was sent. verification is a map (this FreeMarker reads no records) of
     recipient (as it may be shown; empty if it is not disclosed), discreet (there may be no account), channel, codeLength, expiresIn and resendIn (seconds), open (the code can be verified),
     exhausted (no attempt is left), limit ("sends" or "guesses" if that limit is exceeded), deliveryFailed, changeable, stored (the user verifies the number on file), choices (the user's other numbers: id, label).
     The field has no maximum length: it takes a whole message, pasted. -->
<#import "phone-identity-layout.ftl" as ui>
<#assign error = messagesPerField.get("code")>
<#assign name = (verification.channel == "sms")?then("phone", "email")>
<#assign open = verification.open && verification.limit != "guesses">
<#assign autoSubmit = (properties.phoneIdentityAutoSubmit!"true") == "true" && !error?has_content>
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
<#-- A message with a time, which the script counts down. -->
<#macro countdown id key seconds ended>
  <span id="${id}" data-seconds="${seconds?c}" data-running="${msg(key, "{0}")}" data-ended="${ended}">${msg(key, duration(seconds))}</span>
</#macro>
<@ui.page heading=msg("phoneIdentity.code.title") displayMessage=!messagesPerField.existsError("code")>
  <#if verification.deliveryFailed>
    <@ui.alert type="warning" id="phone-identity-delivery-failed">${msg("phoneIdentity.code.deliveryFailed." + name)}</@ui.alert>
  </#if>
  <#if verification.stored>
    <p id="phone-identity-why" class="phone-identity-text">${msg("phoneIdentity.code.why")}</p>
  </#if>
  <p id="phone-identity-recipient" class="phone-identity-text">
    <#if verification.discreet && !verification.recipient?has_content>
      ${msg("phoneIdentity.code.sentIfKnown." + name)}
    <#else>
      ${msg("phoneIdentity.code." + verification.discreet?then("sentIfOwned", verification.deliveryFailed?then("intendedFor", "sentTo")))}
      <strong class="phone-identity-number" dir="ltr">${verification.recipient}</strong>
    </#if>
  </p>
  <#if open>
    <form id="phone-identity-code-form" class="${properties.kcFormClass!} phone-identity-form" action="${url.loginAction}" method="post" novalidate>
      <@ui.group name="code" label=msg("phoneIdentity.code.label", verification.codeLength) error=error required=true>
        <@ui.box error=error; css>
          <input id="code" name="code" class="${css} phone-identity-code" type="text" inputmode="numeric" autocomplete="one-time-code" dir="ltr" required
            autofocus aria-describedby="phone-identity-recipient phone-identity-expiry input-error-container-code"
            aria-invalid="${error?has_content?c}"
            data-length="${verification.codeLength?c}" data-channel="${verification.channel}" data-auto-submit="${autoSubmit?c}">
        </@ui.box>
        <@ui.hint id="phone-identity-expiry">
          <@countdown id="phone-identity-expiry-text" key="phoneIdentity.code.validFor" seconds=verification.expiresIn ended=msg("phoneIdentity.code.expired")/>
        </@ui.hint>
      </@ui.group>
      <@ui.actions>
        <@ui.button id="phone-identity-verify" text=msg("phoneIdentity.code.submit")/>
      </@ui.actions>
    </form>
  <#elseif error?has_content>
    <@ui.alert type="error" id="input-error-code">${error}</@ui.alert>
  <#elseif !verification.limit?has_content>
    <@ui.alert type="warning" id="phone-identity-expiry">${msg("phoneIdentity.code." + verification.exhausted?then("exhausted", "expired"))}</@ui.alert>
  </#if>

  <#-- A form of its own, so that Enter in the field above can only mean "verify". -->
  <form id="phone-identity-code-actions" class="${properties.kcFormClass!} phone-identity-form" action="${url.loginAction}" method="post">
    <@ui.actions>
      <#if !verification.limit?has_content>
        <#if open>
          <p id="phone-identity-help">${msg("phoneIdentity.code.help." + name)}</p>
        </#if>
        <@ui.button id="phone-identity-resend" name="resend" value="true" text=msg("phoneIdentity.code.resend") type=open?then("Secondary", "Primary")
          disabled=(verification.resendIn gt 0) describedBy=(verification.resendIn gt 0)?then("phone-identity-resend-in", "")/>
        <#if verification.resendIn gt 0>
          <@ui.hint id="phone-identity-resend-in">
            <@countdown id="phone-identity-resend-in-text" key="phoneIdentity.code.resendIn" seconds=verification.resendIn ended=msg("phoneIdentity.code.resendNow")/>
            <noscript>${msg("phoneIdentity.code.reload")}</noscript>
          </@ui.hint>
        </#if>
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
  <@ui.signOut lostNumber=verification.stored/>
  <p id="phone-identity-status" class="phone-identity-unseen" role="status"></p>
  <script type="module" src="${url.resourcesPath}/js/phone-identity-code.js"></script>
</@ui.page>
