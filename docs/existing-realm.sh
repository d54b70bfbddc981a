#!/usr/bin/env bash
# Adds phone identity to an existing realm: attributes of the user profile, the flows of
# realm-export.json with their bindings, and the required actions. It can be repeated: what is there
# already stays as it is, and a flow that an interrupted run has left unbound is made again.
#
#   kcadm.sh config credentials --server http://localhost:8080 --realm master --user admin
#   ./existing-realm.sh REALM [--reset] [--replace]
#
# --reset also binds the flow in which passwords are reset by text: a user without a proven number
# cannot reset the password any more. --replace also replaces flows of the realm's own, and flows
# with steps that the new ones do not have. KCADM names the command if kcadm.sh is not on the path.
set -euo pipefail

usage="usage: existing-realm.sh REALM [--reset] [--replace]"
realm=${1:?$usage}
realm=${realm// /%20}
shift
reset=false replace=false
for option in "$@"; do
  case $option in
    --reset) reset=true ;;
    --replace) replace=true ;;
    *) echo "$usage" >&2; exit 2 ;;
  esac
done
kcadm=${KCADM:-kcadm.sh}

# Steps that the new flows leave disabled, or do not have.
others="webauthn-authenticator|auth-recovery-authn-code-form|auth-spnego|registration-recaptcha-action|registration-recaptcha-enterprise|registration-terms-and-conditions|auth-x509-client-username-form"

unfinished=UNFINISHED

get() { "$kcadm" get "$1" -r "$realm" --fields "$2" --format csv --noquotes; }
create() { "$kcadm" create "$1" -r "$realm" -i -b "$2"; }

attribute() { # NAME DEFINITION
  if ! grep -q "\"name\" *: *\"$1\"" <<<"$profile"; then
    "$kcadm" update users/profile -r "$realm" -m -s "attributes+=$2"
    echo "Added attribute $1"
  elif ! grep -q '"unique-identifier"' <<<"$profile"; then
    echo "Attribute $1 is there: compare its validators and permissions with docs/existing-realm.md" >&2
  fi
}

# Steps are added to the flow whose id is in $flow and whose alias is in $alias.
flow() { # ALIAS DESCRIPTION
  alias=$1 description=$2
  flow=$(create authentication/flows \
    "{\"alias\":\"$1\",\"description\":\"$unfinished: $2\",\"providerId\":\"basic-flow\",\"topLevel\":true}")
  top=$flow
}

step() { # REQUIREMENT PRIORITY PROVIDER [CONFIG-ALIAS CONFIG]
  local id
  id=$(create authentication/executions \
    "{\"parentFlow\":\"$flow\",\"requirement\":\"$1\",\"priority\":$2,\"authenticator\":\"$3\"}")
  if [ $# -gt 3 ]; then
    create "authentication/executions/$id/config" "{\"alias\":\"$4\",\"config\":$5}" >/dev/null
  fi
}

subflow() { # REQUIREMENT PRIORITY ALIAS DESCRIPTION STEPS [TYPE PROVIDER]
  local parent=$flow path="authentication/flows/${alias// /%20}/executions" above=$alias id
  flow=$(create "$path/flow" "{\"alias\":\"$3\",\"description\":\"$4\",\"type\":\"${6:-basic-flow}\"${7:+,\"provider\":\"$7\"}}")
  id=$(get "$path" id,flowId | sed -n "s/,$flow\$//p")
  "$kcadm" update "$path" -r "$realm" \
    -b "{\"id\":\"$id\",\"requirement\":\"$1\",\"priority\":$2,\"displayName\":\"$3\",\"description\":\"$4\"}"
  alias=$3
  "$5"
  flow=$parent alias=$above
}

method() { # VALUE: what a token's amr says of the step, for ten hours
  echo "{\"default.reference.value\":\"$1\",\"default.reference.maxAge\":\"36000\"}"
}

browser() {
  flow "$1" "Login by username, e-mail, phone or nickname"
  step ALTERNATIVE 10 auth-cookie
  step DISABLED 20 auth-spnego
  step ALTERNATIVE 25 identity-provider-redirector
  subflow ALTERNATIVE 26 "$1 - organization" "Identity-first login of an organization's members" organization
  subflow ALTERNATIVE 30 "$1 - forms" "Identifier and password, then the second factor" forms
}
organization() {
  subflow CONDITIONAL 10 "phone identity browser - conditional organization" \
    "Whether the organization's identity-first login is used" identity_first
}
identity_first() {
  step REQUIRED 10 conditional-user-configured
  step ALTERNATIVE 20 organization
}
forms() {
  step REQUIRED 10 identifier-password-form "phone identity browser - password" "$(method pwd)"
  subflow CONDITIONAL 20 "phone identity browser - conditional second factor" \
    "Whether a second factor is required" second_factor
}
second_factor() {
  step REQUIRED 10 conditional-user-configured
  step REQUIRED 20 conditional-credential "phone identity browser - second factor" \
    '{"credentials":"webauthn-passwordless"}'
  step ALTERNATIVE 30 auth-otp-form "phone identity browser - OTP" "$(method otp)"
  step ALTERNATIVE 35 sms-otp-form "phone identity browser - SMS OTP" "$(method sms)"
  step DISABLED 40 webauthn-authenticator
  step DISABLED 50 auth-recovery-authn-code-form
}

registration() {
  flow "$1" "Sign-up with a phone number proven by SMS"
  step REQUIRED 10 registration-verify-contact "$1 - SMS" \
    '{"channel":"sms","default.reference.value":"sms","default.reference.maxAge":"36000"}'
  subflow REQUIRED 20 "$1 - form" "The form that makes the user" registration_form \
    form-flow registration-page-form
}
registration_form() {
  step REQUIRED 20 registration-user-creation
  step REQUIRED 45 registration-contact-action
  step REQUIRED 50 registration-password-action
  step DISABLED 60 registration-recaptcha-action
  step DISABLED 70 registration-terms-and-conditions
}

direct_grant() {
  flow "$1" "Password grant by username, e-mail, phone or nickname"
  step REQUIRED 10 direct-grant-validate-identifier
  step REQUIRED 20 direct-grant-validate-password "$1 - password" "$(method pwd)"
  subflow CONDITIONAL 30 "$1 - conditional OTP" \
    "Whether the user has an authenticator app, which is asked for then" grant_otp
  subflow CONDITIONAL 40 "$1 - conditional SMS OTP" \
    "Whether the user has SMS as the only second factor, which is asked for then" grant_sms_otp
}
grant_otp() {
  step REQUIRED 10 conditional-user-configured
  step REQUIRED 20 direct-grant-validate-otp "phone identity direct grant - OTP" "$(method otp)"
}
grant_sms_otp() {
  step REQUIRED 10 conditional-user-configured
  step REQUIRED 20 conditional-sub-flow-executed "phone identity direct grant - no OTP" \
    '{"flow_to_check":"phone identity direct grant - conditional OTP","check_result":"not-executed"}'
  step REQUIRED 30 direct-grant-validate-sms-code "phone identity direct grant - SMS OTP" "$(method sms)"
}

reset_credentials() {
  flow "$1" "Reset the password by a code to the proven number, by one to the e-mail address as well if SMS is a second factor, and by the second factor if there is another"
  step REQUIRED 10 reset-choose-user-by-identifier
  step REQUIRED 20 reset-credential-sms
  subflow CONDITIONAL 30 "$1 - conditional second factor" \
    "Asks for the second factor, if the user has one other than SMS" reset_second_factor
  step REQUIRED 40 reset-password
}
reset_second_factor() {
  step REQUIRED 10 conditional-user-configured
  step ALTERNATIVE 20 auth-otp-form
  step ALTERNATIVE 30 webauthn-authenticator
  step ALTERNATIVE 40 auth-recovery-authn-code-form
}

bind() { # BINDING FLOW STEPS
  local former steps unbound
  former=$("$kcadm" get "realms/$realm" --fields "$1" --format csv --noquotes)
  if [ "$former" = "$2" ]; then
    return
  fi
  if ! $replace; then
    steps=$(get "authentication/flows/${former// /%20}/executions" providerId,requirement |
      grep -E "^($others),(REQUIRED|ALTERNATIVE|CONDITIONAL)$" || true)
    if ! get authentication/flows alias,builtIn | grep -qx "$former,true" || [ -n "$steps" ]; then
      echo "Flow '$former' stays bound, because the realm has changed it: add the steps of docs/existing-realm.md" \
        "to a copy of it, or repeat this with --replace." $steps >&2
      return
    fi
  fi
  unbound=$(get authentication/flows id,alias,description | sed -n "s/,$2,$unfinished.*//p")
  if [ -n "$unbound" ]; then
    "$kcadm" delete "authentication/flows/$unbound" -r "$realm"
  fi
  if ! get authentication/flows alias | grep -qx "$2"; then
    "$3" "$2"
    "$kcadm" update "authentication/flows/$top" -r "$realm" -m -s "description=$description"
  fi
  "$kcadm" update "realms/$realm" -s "$1=$2"
  echo "Bound flow '$2' in place of '$former'"
}

action() { # PROVIDER NAME PRIORITY
  local actions
  actions=$(get authentication/required-actions alias,enabled)
  if ! grep -q "^$1," <<<"$actions"; then
    "$kcadm" create authentication/register-required-action -r "$realm" \
      -b "{\"providerId\":\"$1\",\"name\":\"$2\"}"
    "$kcadm" update "authentication/required-actions/$1" -r "$realm" -m -s enabled=true -s priority=$3
    echo "Enabled required action $1"
  elif grep -qx "$1,false" <<<"$actions"; then
    echo "Required action $1 is disabled, and stays so" >&2
  fi
}

profile=$("$kcadm" get users/profile -r "$realm")
attribute phoneNumber '{"name":"phoneNumber","displayName":"${phoneIdentity.profile.phoneNumber}","validations":{"phone-number":{},"unique-identifier":{}},"annotations":{"inputType":"html5-tel"},"permissions":{"view":["admin","user"],"edit":["admin"]},"multivalued":false}'
attribute phoneNumberVerified '{"name":"phoneNumberVerified","displayName":"${phoneIdentity.profile.phoneNumberVerified}","permissions":{"view":["admin"],"edit":["admin"]},"multivalued":false}'
attribute phoneNumberVerifiedAt '{"name":"phoneNumberVerifiedAt","displayName":"${phoneIdentity.profile.phoneNumberVerifiedAt}","permissions":{"view":["admin"],"edit":["admin"]},"multivalued":false}'
attribute nickname '{"name":"nickname","displayName":"${phoneIdentity.profile.nickname}","validations":{"unique-identifier":{},"length":{"max":255}},"permissions":{"view":["admin","user"],"edit":["admin","user"]},"multivalued":false}'

action UPDATE_PHONE "Update Phone" 53
action CONFIGURE_SMS_OTP "Configure SMS OTP" 55
# The realm takes part from here on, and its users are adopted. The steps of the flows need that.
action VERIFY_PHONE "Verify Phone" 52

bind browserFlow "phone identity browser" browser
bind registrationFlow "phone identity registration" registration
bind directGrantFlow "phone identity direct grant" direct_grant
if $reset; then
  bind resetCredentialsFlow "phone identity reset credentials" reset_credentials
fi
