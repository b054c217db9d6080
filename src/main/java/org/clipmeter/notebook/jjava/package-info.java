/** The adapter for the JJava kernel. */
@NullMarked
package org.clipmeter.notebook.jjava;

import org.jspecify.annotations.NullMarked;
