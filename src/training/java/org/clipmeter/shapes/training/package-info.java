/** What trainings have in common: the optimizer, the run with its progress and its restart, and captions. */
@NullMarked
package org.clipmeter.shapes.training;

import org.jspecify.annotations.NullMarked;
