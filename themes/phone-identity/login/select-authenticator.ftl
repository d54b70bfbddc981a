<#-- Keycloak's choice of another way to log in, with buttons, which need neither a mouse nor JavaScript. -->
<#import "phone-identity-layout.ftl" as ui>
<@ui.page heading=msg("loginChooseAuthenticator")>
  <form id="kc-select-credential-form" class="${properties.kcFormClass!} phone-identity-form" action="${url.loginAction}" method="post">
    <ul class="phone-identity-ways" role="list">
      <#list auth.authenticationSelections as way>
        <li>
          <button class="${ui.buttonClass("Secondary")} phone-identity-way" type="submit" name="authenticationExecution" value="${way.authExecId}"
            aria-describedby="phone-identity-way-${way?index}">
            <i class="${properties[way.iconCssClass]!way.iconCssClass} phone-identity-way-icon" aria-hidden="true"></i>
            <span class="phone-identity-way-name">${msg(way.displayName)}</span>
          </button>
          <p id="phone-identity-way-${way?index}">${msg(way.helpText)}</p>
        </li>
      </#list>
    </ul>
  </form>
</@ui.page>
