/** Tests in a real JupyterLab in a real browser. */
@NullMarked
package org.clipmeter.notebook.lab;

import org.jspecify.annotations.NullMarked;
