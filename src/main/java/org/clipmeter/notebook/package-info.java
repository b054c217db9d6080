/**
 * The magics: reading their arguments, completion and inspection. Their commands are in {@link
 * org.clipmeter.notebook.command}.
 */
@NullMarked
package org.clipmeter.notebook;

import org.jspecify.annotations.NullMarked;
