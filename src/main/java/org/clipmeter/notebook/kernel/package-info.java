/** The parts of the adapters that all kernels share: installation, requests, cells. */
@NullMarked
package org.clipmeter.notebook.kernel;

import org.jspecify.annotations.NullMarked;
