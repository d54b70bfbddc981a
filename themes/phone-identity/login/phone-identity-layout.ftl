<#-- What the pages of this project are made of. They need no template of the theme but template.ftl, and no class that it
     does not define: keycloak.v2 styles the element around an input, older themes the input itself. -->
<#import "template.ftl" as layout>
<#assign styledAround = properties.kcInputGroupItemClass??>

<#-- A page. Its title names the step and says whether it failed. Sections are nested by name: "form", and "info" if
     displayInfo. The message is shown here and not by the layout, which gives it no role; so is what the layouts of themes
     show only to those who have a mouse or JavaScript: the attempted username and "try another way". -->
<#macro page heading displayMessage=true displayInfo=false displayRequiredFields=false>
  <#local failed = message?has_content && message.type == "error">
  <#global title = msg("phoneIdentity.title." + failed?then("error", "page"), heading, realm.displayName!"")>
  <#local login = auth>
  <#global auth = auth + {"showUsername": never, "showTryAnotherWayLink": never}>
  <@layout.registrationLayout displayMessage=false displayInfo=displayInfo displayRequiredFields=displayRequiredFields; section>
    <#if section = "header">
      ${heading}
    <#elseif section = "form">
      <link rel="stylesheet" href="${url.resourcesPath}/css/phone-identity.css">
      <#if url.loginAction?contains("token=")>
        <script type="module" src="${url.resourcesPath}/js/phone-identity-invitation.js"></script>
      </#if>
      <#if login.showUsername() && !login.showResetCredentials()>
        <p id="phone-identity-login" class="phone-identity-text">
          ${msg("phoneIdentity.login.as")} <strong id="kc-attempted-username">${login.attemptedUsername}</strong>
          <a id="reset-login" href="${url.loginRestartFlowUrl}">${msg("restartLoginTooltip")}</a>
        </p>
      </#if>
      <#if displayMessage && message?has_content && (message.type != "warning" || !isAppInitiatedAction??)>
        <@alert type=message.type id="phone-identity-message">${message.summary}</@alert>
      </#if>
      <#nested "form">
      <#if login.showTryAnotherWayLink()>
        <form id="kc-select-try-another-way-form" class="${properties.kcFormClass!} phone-identity-form" action="${url.loginAction}" method="post">
          <@actions>
            <@button id="try-another-way" name="tryAnotherWay" value="on" text=msg("doTryAnotherWay") type="Secondary"/>
          </@actions>
        </form>
      </#if>
    <#elseif section = "info" && displayInfo>
      <#nested "info">
    </#if>
  </@layout.registrationLayout>
</#macro>
<#function never><#return false></#function>

<#-- A message of type error, warning, success or info. Screen readers speak it at once if it is an error or a warning. -->
<#macro alert type id>
  <div id="${id}" class="alert-${type} ${properties.kcAlertClass!} pf-m-${(type == "error")?then("danger", type)}" role="${["error", "warning"]?seq_contains(type)?then("alert", "status")}">
    <div class="${properties.kcAlertIconClass!}"><span class="${properties["kcFeedback" + type?cap_first + "Icon"]!}" aria-hidden="true"></span></div>
    <span class="${properties.kcAlertTitleClass!} kc-feedback-text"><#nested></span>
  </div>
</#macro>

<#-- A field with its label and error; the input is nested. -->
<#macro group name label error="" required=false>
  <div class="${properties.kcFormGroupClass!}">
    <div class="${properties.kcFormGroupLabelClass!(properties.kcLabelWrapperClass!)}">
      <label for="${name}" class="${properties.kcFormLabelClass!(properties.kcLabelClass!)}">
        <span class="${properties.kcFormLabelTextClass!}">${label}</span>
        <#if required><span class="${properties.kcInputRequiredClass!"required"}" aria-hidden="true">&#42;</span></#if>
      </label>
    </div>
    <div class="${properties.kcInputWrapperClass!}">
      <#nested>
      <div id="input-error-container-${name}">
        <#if error?has_content><@wrong id="input-error-${name}">${error}</@wrong></#if>
      </div>
    </div>
  </div>
</#macro>

<#-- The error of a field. -->
<#macro wrong id="">
  <div class="${properties.kcFormHelperTextClass!}" aria-live="polite">
    <div class="${properties.kcInputHelperTextClass!}">
      <div class="${properties.kcInputHelperTextItemClass!} ${properties.kcError!}"<#if id?has_content> id="${id}"</#if>>
        <span class="${properties.kcInputErrorMessageClass!}"><#nested></span>
      </div>
    </div>
  </div>
</#macro>

<#-- What surrounds an input, which is nested with the class that it must have. -->
<#macro box error="" readonly=false>
  <#if styledAround>
    <span class="${properties.kcInputClass!}<#if error?has_content> ${properties.kcError!}</#if><#if readonly> ${properties.kcFormReadOnlyClass!}</#if>">
      <#nested "">
      <#if error?has_content>
        <span class="${properties.kcFormControlUtilClass!}">
          <span class="${properties.kcInputErrorIconStatusClass!}"><i class="${properties.kcInputErrorIconClass!}" aria-hidden="true"></i></span>
        </span>
      </#if>
    </span>
  <#else>
    <#nested properties.kcInputClass!>
  </#if>
</#macro>

<#-- A text that describes a field or a button. -->
<#macro hint id>
  <div class="${properties.kcFormHelperTextClass!}">
    <div class="${properties.kcInputHelperTextClass!}">
      <div class="${properties.kcInputHelperTextItemClass!}" id="${id}">
        <span class="${properties.kcInputHelperTextItemTextClass!}"><#nested></span>
      </div>
    </div>
  </div>
</#macro>

<#macro actions>
  <div class="${properties.kcFormGroupClass!}">
    <div class="${properties.kcFormActionGroupClass!(properties.kcFormButtonsClass!)} phone-identity-actions">
      <#nested>
    </div>
  </div>
</#macro>

<#-- The classes of a button of type Primary, Secondary or Link. -->
<#function buttonClass type>
  <#return [properties.kcButtonClass!, properties["kcButton" + type + "Class"]!, "pf-m-" + type?lower_case, properties.kcButtonBlockClass!]?join(" ")>
</#function>

<#macro button id text type="Primary" name="" value="" disabled=false describedBy="">
  <button class="${buttonClass(type)}" id="${id}" type="submit"<#if name?has_content> name="${name}" value="${value}"</#if><#if disabled> disabled</#if><#if describedBy?has_content> aria-describedby="${describedBy}"</#if>>${text}</button>
</#macro>

<#-- A password with a button that shows it, which needs the script of the theme. -->
<#macro password name label autocomplete describedBy="" error=messagesPerField.get(name) autofocus=false>
  <@group name=name label=label error=error required=true>
    <div class="${properties.kcInputGroup!}" dir="ltr">
      <div class="${properties.kcInputGroupItemClass!} ${properties.kcFill!}">
        <@box error=error; css>
          <input id="${name}" name="${name}" class="${css}" type="password" autocomplete="${autocomplete}"
            aria-describedby="<#if describedBy?has_content>${describedBy} </#if>input-error-container-${name}" aria-invalid="${error?has_content?c}" required data-missing="${msg("missingPasswordMessage")}"<#if autofocus> autofocus</#if>>
        </@box>
      </div>
      <div class="${properties.kcInputGroupItemClass!}">
        <button id="${name}-show-password" class="${properties.kcFormPasswordVisibilityButtonClass!}" type="button"
          aria-label="${msg("showPassword")}" aria-controls="${name}" data-password-toggle
          data-icon-show="${properties.kcFormPasswordVisibilityIconShow!}" data-icon-hide="${properties.kcFormPasswordVisibilityIconHide!}"
          data-label-show="${msg("showPassword")}" data-label-hide="${msg("hidePassword")}">
          <i class="${properties.kcFormPasswordVisibilityIconShow!}" aria-hidden="true"></i>
        </button>
      </div>
    </div>
    <#nested>
  </@group>
</#macro>

<#-- The ways out of a page that the user cannot complete: what to do about a lost number, and another login. signedOn says
     whether the login used a session that must be ended first; it is set where there is such a way out. -->
<#macro signOut lostNumber>
  <#if signedOn??>
    <div class="phone-identity-form">
      <#if lostNumber && replaceNumber??>
        <form action="${url.loginAction}" method="post">
          <@button id="phone-identity-lost-number" name="change" value=replaceNumber text=msg("phoneIdentity.lostNumber") type="Link"/>
        </form>
      <#elseif lostNumber>
        <details id="phone-identity-lost-number">
          <summary>${msg("phoneIdentity.lostNumber")}</summary>
          <p>${msg("phoneIdentity.lostNumber.contact", realm.displayName!"")}</p>
        </details>
      </#if>
      <a id="phone-identity-sign-out" class="${buttonClass("Link")}"
        href="${signedOn?then(signOutUrl, url.loginRestartFlowUrl)}">${msg("phoneIdentity.signOut")}</a>
    </div>
  </#if>
</#macro>
