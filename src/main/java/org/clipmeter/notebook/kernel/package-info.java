/** What all kernels have in common: installation, requests, cells. */
@NullMarked
package org.clipmeter.notebook.kernel;

import org.jspecify.annotations.NullMarked;
