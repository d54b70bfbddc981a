// The menu item "Change phone number" of the account console: sends the browser to the action
// UPDATE_PHONE and comes back to the console, which asks for tokens of its own afterwards.
import { useEffect } from "react";
import { changePhone } from "./authorization.js";

export default function ChangePhone() {
  useEffect(() => location.replace(changePhone()), []);
  return null;
}
