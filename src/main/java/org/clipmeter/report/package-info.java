/** The files of the reference systems, eval-learn 0.1 and eval-unlearn 1: their reports, as they write them. */
@NullMarked
package org.clipmeter.report;

import org.jspecify.annotations.NullMarked;
