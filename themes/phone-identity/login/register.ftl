<#-- Keycloak's registration form. Where usernames are generated (hiddenUsername), nobody is asked for one; nor is anybody
     for an optional attribute whose annotation notAskedAtSignUp is "true" in the realm's user profile.
     provenContacts: what was proven before; onePassword: the server needs the password once. -->
<#import "phone-identity-layout.ftl" as ui>
<#import "user-profile-commons.ftl" as profileFields>
<#import "register-commons.ftl" as commons>
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
<#assign asked = profile.attributes?filter(attribute -> asksFor(attribute))>
<#assign names = asked?map(attribute -> attribute.name)>
<#assign labels = {"email": msg("email"), "password": msg("password"), "password-confirm": msg("passwordConfirm"), "termsAccepted": msg("termsTitle")}>
<#list asked as attribute><#assign labels = labels + {attribute.name: advancedMsg(attribute.displayName!attribute.name)}></#list>
<#-- The fields in the order of the page, as far as they are wrong. -->
<#assign order = invited?has_content?then(["email"], [])>
<#list names as name>
  <#assign order = order + [name]>
  <#if name == above><#assign order = order + ["password", "password-confirm"]></#if>
</#list>
<#if !order?seq_contains("password")><#assign order = order + ["password", "password-confirm"]></#if>
<#assign wrong = (order + ["termsAccepted"])?filter(name -> messagesPerField.existsError(name))>
<#-- The field that has the focus: the first wrong one, or the first one; the locale is no field. -->
<#assign focused = (wrong + names?filter(name -> name != "locale"))?first!"">
<#-- Where a link to a field leads: to the first option where each has a field of its own. -->
<#assign anchors = {}>
<#list asked as attribute>
  <#if ["select-radiobuttons", "multiselect-checkboxes"]?seq_contains(attribute.annotations.inputType!"")>
    <#assign options = (attribute.validators[attribute.annotations.inputOptionsFromValidation!"options"].options)![]>
    <#assign anchors = anchors + {attribute.name: attribute.name + "-" + options?first!""}>
  </#if>
</#list>

<#-- Whether a field of one line will do, which is drawn here so that it is tied to its rules and its error. -->
<#function isSimple attribute>
  <#local type = attribute.annotations.inputType!"text">
  <#return (type == "text" || type?starts_with("html5-")) && !attribute.multivalued && !attribute.group?? && attribute.name != "locale"
    && !attribute.html5DataAnnotations?has_content>
</#function>
<#function typeOf attribute>
  <#return (attribute.annotations.inputType!((attribute.name == "email")?then("html5-email", "text")))?remove_beginning("html5-")>
</#function>
<#assign tokens = {"username": "username", "email": "email", "nickname": "nickname", "lastName": "family-name",
  "firstName": names?seq_contains("lastName")?then("given-name", "name")}>
<#assign missing = {"username": "missingUsernameMessage", "email": "missingEmailMessage"}>
<#-- What a value must be like, from the validators of the user profile. -->
<#function rules attribute>
  <#local texts = []>
  <#local length = attribute.validators.length!{}>
  <#if length.min??>
    <#local texts = texts + [msg("phoneIdentity.register.length", length.min, length.max!255)]>
  </#if>
  <#local pattern = attribute.validators.pattern!{}>
  <#if pattern["error-message"]??>
    <#local told = pattern["error-message"]>
    <#local texts = texts + [told?matches("[\\w.-]+")?then(msg(told, advancedMsg(attribute.displayName!attribute.name)), told)]>
  </#if>
  <#return texts?join(" ")>
</#function>

<#macro simple attribute>
  <#local name = attribute.name>
  <#local error = messagesPerField.get(name)>
  <#local note = attribute.annotations>
  <#-- An administrator may format the helper texts, as on Keycloak's form. -->
  <#local before = (note.inputHelperTextBefore??)?then(advancedMsg(note.inputHelperTextBefore!""), "")>
  <#local after = (note.inputHelperTextAfter??)?then(advancedMsg(note.inputHelperTextAfter!""), "")>
  <#local rule = rules(attribute)>
  <#local hint = (before + rule + after)?has_content>
  <#local checked = ["username", "nickname"]?seq_contains(name) && !attribute.readOnly>
  <@ui.group name=name label=advancedMsg(attribute.displayName!"") error=error required=attribute.required>
    <#if hint>
      <div class="phone-identity-before"><@ui.hint id="${name}-hint">${kcSanitize(before)?no_esc} ${rule} ${kcSanitize(after)?no_esc}</@ui.hint></div>
    </#if>
    <@ui.box error=error; css>
      <input id="${name}" name="${name}" class="${css}" type="${typeOf(attribute)}" value="${attribute.value!(attribute.defaultValue!"")}"
        aria-describedby="<#if hint>${name}-hint </#if>input-error-container-${name}<#if checked> ${name}-availability</#if>"
        aria-invalid="${error?has_content?c}"<#if attribute.required> required data-missing="${msg(missing[name]!"error-user-attribute-required")}"</#if><#if attribute.readOnly> disabled</#if>
        <#if focused == name>autofocus</#if>
        <#if typeOf(attribute) == "email">data-mismatch="${msg("invalidEmailMessage")}"</#if>
        autocomplete="${attribute.autocomplete!(tokens[name]!"on")}"
        <#if ["username", "nickname"]?seq_contains(name)>autocapitalize="none" spellcheck="false"</#if>
        <#if note.inputTypePlaceholder??>placeholder="${advancedMsg(note.inputTypePlaceholder)}"</#if>
        <#list {"pattern": "Pattern", "size": "Size", "maxlength": "Maxlength", "minlength": "Minlength", "max": "Max", "min": "Min", "step": "Step"} as key, suffix>
          <#if note["inputType" + suffix]??>${key}="${note["inputType" + suffix]}"</#if>
        </#list>
        <#if checked>data-availability="${name}-availability" data-available="${msg("phoneIdentity.register.available")}"
          data-taken="${msg("phoneIdentity.error." + name + "Taken")}" data-reserved="${msg("phoneIdentity.error." + name + "Reserved")}"
          data-invalid="${msg("phoneIdentity.error." + name + "Invalid")}"</#if>>
    </@ui.box>
    <#if checked><p id="${name}-availability" class="phone-identity-availability" role="status"></p></#if>
  </@ui.group>
</#macro>
<#-- Attributes that Keycloak draws. -->
<#macro others attributes scripts>
  <#if attributes?has_content || scripts?has_content>
    <#global profile = {"attributes": attributes, "html5DataAnnotations": scripts}>
    <@profileFields.userProfileFormFields; callback, attribute></@profileFields.userProfileFormFields>
  </#if>
</#macro>

<#assign passwordsShown = !passwordRequired??>
<#macro passwords>
  <#assign passwordsShown = true>
  <@ui.password name="password" label=msg("password") autocomplete="new-password" describedBy="phone-identity-password-rules"
    error=(messagesPerField.getFirstError("password", "password-confirm")!"") autofocus=(focused == "password")>
    <ul id="phone-identity-password-rules" class="phone-identity-rules">
      <#list ["length", "maxLength", "lowerCase", "upperCase", "digits", "specialChars"] as rule>
        <#if passwordPolicies[rule]?? && passwordPolicies[rule] gt 0>
          <li data-rule="${rule}" data-value="${passwordPolicies[rule]?c}">${msg("phoneIdentity.register.password." + rule, passwordPolicies[rule])}</li>
        </#if>
      </#list>
    </ul>
  </@ui.password>
  <#if !(onePassword!false)>
    <@ui.password name="password-confirm" label=msg("passwordConfirm") autocomplete="new-password"/>
  </#if>
</#macro>
<#assign scripts = profile.html5DataAnnotations>
<@ui.page heading=msg(messageHeader!"registerTitle") displayMessage=messagesPerField.exists("global") displayRequiredFields=true; section>
  <#if section = "form">
    <#list provenContacts![] as contact>
      <p class="phone-identity-text phone-identity-proven"><span aria-hidden="true">&#10003;</span> ${msg("phoneIdentity.register.proven")} <strong class="phone-identity-number" dir="ltr">${contact}</strong></p>
    </#list>
    <#if !wrong?has_content && message?has_content && message.type == "error" && !messagesPerField.existsError("global")>
      <@ui.alert type="error" id="phone-identity-errors">${message.summary}</@ui.alert>
    </#if>
    <#if wrong?has_content>
      <div id="phone-identity-errors" class="alert-error ${properties.kcAlertClass!} pf-m-danger" role="alert">
        <div class="${properties.kcAlertIconClass!}"><span class="${properties.kcFeedbackErrorIcon!}" aria-hidden="true"></span></div>
        <p class="${properties.kcAlertTitleClass!}">${msg("phoneIdentity.register.errors")}</p>
        <ul class="${properties.kcAlertDescriptionClass!}">
          <#list wrong as name><li><a href="#${anchors[name]!name}">${labels[name]}: ${messagesPerField.get(name)}</a></li></#list>
        </ul>
      </div>
    </#if>
    <form id="kc-register-form" class="${properties.kcFormClass!} phone-identity-form" action="${url.registrationAction}" method="post" novalidate data-error-title="${msg("phoneIdentity.title.error", msg(messageHeader!"registerTitle"), realm.displayName!"")}"<#if !message?has_content> data-continue</#if>>
      <template id="phone-identity-error"><@ui.wrong/></template>
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
      <#assign waiting = []>
      <#list asked as attribute>
        <#if isSimple(attribute)>
          <@others attributes=waiting scripts={}/>
          <#assign waiting = []>
          <@simple attribute=attribute/>
        <#else>
          <#assign waiting = waiting + [attribute]>
        </#if>
        <#if attribute.name == above && !passwordsShown>
          <@others attributes=waiting scripts={}/>
          <#assign waiting = []>
          <@passwords/>
        </#if>
      </#list>
      <@others attributes=waiting scripts=scripts/>
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
    <script type="module" src="${url.resourcesPath}/js/phone-identity-register.js"></script>
  </#if>
</@ui.page>
