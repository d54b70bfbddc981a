<#-- Says why no code can be sent to the contact on file, and shows the ways out. -->
<#import "phone-identity-layout.ftl" as ui>
<@ui.page heading=msg("phoneIdentity.code.title") displayMessage=false>
  <div id="kc-error-message">
    <@ui.alert type="error" id="phone-identity-refusal">${message.summary}</@ui.alert>
  </div>
  <@ui.signOut lostNumber=true/>
</@ui.page>
