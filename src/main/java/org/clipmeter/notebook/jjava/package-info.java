/** The edge towards the JJava kernel. */
@NullMarked
package org.clipmeter.notebook.jjava;

import org.jspecify.annotations.NullMarked;
