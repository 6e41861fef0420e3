/**
 * Failpoints, an unsteady clock and removed rules, woven into the service's classes in a process of its own; the service's code
 * and jar hold nothing of it. {@link io.crossfade.torture.weave.WovenApplication} starts such a process.
 *
 * <p>To add a failpoint, add a line to {@code FailpointTable}: a name, the method, before or after, and what the step can throw
 * there. To add a rule, add a constant to {@code Rule} with the methods it lies in and the advice that breaks it. The tests
 * of this package fail if a method that a line names is no longer there.
 */
@org.jspecify.annotations.NullMarked
package io.crossfade.torture.weave;
