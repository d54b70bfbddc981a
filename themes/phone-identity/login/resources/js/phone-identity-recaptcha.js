// Called by reCAPTCHA with its answer, which it has put into the form.
window.phoneIdentityRecaptcha = () => document.getElementById("kc-register-form").requestSubmit();
