/** How run files are read: their sections as declared options, plug-ins' options in their place, and the JSON Schema of it all. */
package growth.runtime.runfile;
