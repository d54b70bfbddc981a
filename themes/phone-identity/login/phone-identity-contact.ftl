<#-- Asks for the phone number or e-mail address that a code is sent to.
     channel: "sms" or "email"; contact: what was typed; optional: may be skipped; purpose: what the proof is for;
     taken: the contact, which was proven, has an account; example: a number of the default country;
     countries: those that a number may have, as "code:calling code:example", and of them country, which was chosen last, and
     defaultCountry. What is hidden is for the script: without it the number is of the default country or starts with +. -->
<#import "phone-identity-layout.ftl" as ui>
<#assign sms = channel == "sms">
<#assign name = sms?then("phone", "email")>
<#assign error = messagesPerField.get(name)>
<@ui.page heading=msg("phoneIdentity.contact.title." + purpose + "." + name) displayMessage=!messagesPerField.existsError(name) displayInfo=(purpose == "registration"); section>
  <#if section = "form">
    <form id="phone-identity-contact-form" class="${properties.kcFormClass!} phone-identity-form" action="${url.loginAction}" method="post" novalidate>
      <@ui.group name=name label=msg("phoneIdentity.contact." + name) error=error required=!optional>
        <div class="phone-identity-contact">
          <#if sms>
            <input id="phone-identity-country" name="country" type="hidden">
            <button id="phone-identity-country-open" class="phone-identity-country" type="button" hidden
              aria-expanded="false" aria-controls="phone-identity-countries"><span
              class="phone-identity-unseen">${msg("phoneIdentity.country")}: <span id="phone-identity-country-name"></span>, </span><span
              id="phone-identity-country-code" dir="ltr"></span></button>
          </#if>
          <div>
            <@ui.box error=error; css>
              <input id="${name}" name="${name}" class="${css}" value="${contact!}" autofocus
                <#if sms>type="tel" autocomplete="tel" inputmode="tel"<#else>type="email" autocomplete="email" inputmode="email"</#if>
                aria-describedby="${name}-hint input-error-container-${name}"
                aria-invalid="${error?has_content?c}">
            </@ui.box>
          </div>
        </div>
        <#if sms>
          <div id="phone-identity-countries" class="phone-identity-countries" hidden
            data-countries="${countries?join(";")}" data-country="${country}" data-default-country="${defaultCountry}">
            <input id="phone-identity-country-search" type="text" role="combobox" autocomplete="off" spellcheck="false"
              placeholder="${msg("phoneIdentity.country.search")}" aria-label="${msg("phoneIdentity.country.search")}"
              aria-expanded="true" aria-autocomplete="list" aria-controls="phone-identity-country-list">
            <ul id="phone-identity-country-list" role="listbox" aria-label="${msg("phoneIdentity.country.list")}"></ul>
            <p id="phone-identity-country-status" role="status" data-none="${msg("phoneIdentity.country.none")}"></p>
          </div>
        </#if>
        <@ui.hint id="${name}-hint">
          ${msg("phoneIdentity.contact.hint." + name)}
          <#if sms && example?has_content>${msg("phoneIdentity.contact.example")} <span id="phone-identity-example" class="phone-identity-number" dir="ltr">${example}</span></#if>
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
    <#if sms>
      <script type="module" src="${url.resourcesPath}/js/phone-identity-phone.js"></script>
    </#if>
  <#elseif section = "info">
    <span><a href="${url.loginUrl}">${msg("backToLogin")}</a></span>
  </#if>
</@ui.page>
