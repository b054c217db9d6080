/** Results as XChart plots. */
@NullMarked
package org.clipmeter.plot;

import org.jspecify.annotations.NullMarked;
