/** What lasts from one cell to the next: the model, the prompts, the results, and the thread that works for them. */
@NullMarked
package org.clipmeter.notebook.session;

import org.jspecify.annotations.NullMarked;
