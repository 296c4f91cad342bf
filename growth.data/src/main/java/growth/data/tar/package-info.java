/** Archives of tar, read in place. */
package growth.data.tar;
