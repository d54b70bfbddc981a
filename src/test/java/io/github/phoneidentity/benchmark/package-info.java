/**
 * What is measured beside Keycloak itself: {@code mvn -Pbenchmark} runs every {@code *Benchmark}
 * and writes the table of {@code docs/benchmarks.md}. Nothing here judges.
 */
package io.github.phoneidentity.benchmark;
