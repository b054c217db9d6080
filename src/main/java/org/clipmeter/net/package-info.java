/** HTTP: requests with redirects, time limits, retries and proxies, and failures in words. It knows nothing of what it transfers. */
@NullMarked
package org.clipmeter.net;

import org.jspecify.annotations.NullMarked;
