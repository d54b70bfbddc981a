package io.github.phoneidentity.authentication;

/** The factory of a step that takes the place of Keycloak's own, under the same id. */
public interface ReplacingStepFactory extends UserCheckingFactory {

  /** Higher than the order of Keycloak's own factories, which is zero. */
  @Override
  default int order() {
    return 100;
  }
}
