/** Tests that run inside Felix. */
package growth.it;
