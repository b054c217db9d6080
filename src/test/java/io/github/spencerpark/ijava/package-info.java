/**
 * A small kernel in the place of IJava 1.3.0, which is in no repository: the same library, the same names that an
 * extension meets, and the same ways with magics, errors, interrupts, class paths and startup scripts.
 */
@NullMarked
package io.github.spencerpark.ijava;

import org.jspecify.annotations.NullMarked;
