/**
 * What is measured beside Keycloak itself: {@code mvn -Pbenchmark} runs every {@code *Benchmark}
 * and writes the table of {@code docs/benchmarks.md}. Nothing here judges; {@code StatementsIT}
 * asserts how many statements requests need.
 */
package io.github.phoneidentity.benchmark;
