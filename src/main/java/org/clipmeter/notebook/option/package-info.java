/** The options that several commands share. */
@NullMarked
package org.clipmeter.notebook.option;

import org.jspecify.annotations.NullMarked;
