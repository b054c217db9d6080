/**
 * The state that lasts from one cell to the next: the model, the prompts, the results, and the thread on which jobs
 * run.
 */
@NullMarked
package org.clipmeter.notebook.session;

import org.jspecify.annotations.NullMarked;
