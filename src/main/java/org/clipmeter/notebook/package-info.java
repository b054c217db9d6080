/** Magics, arguments, session, HTML and progress for Java notebooks. */
@NullMarked
package org.clipmeter.notebook;

import org.jspecify.annotations.NullMarked;
