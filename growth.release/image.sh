#!/bin/sh
# image.sh JAVA_HOME ARCHIVE.tar.gz TARGET
# Unpacks the archive of a release in TARGET and gives it a Java of its own in runtime/, made by jlink of that JDK: for machines without one.
set -eu
java=$1 archive=$2 target=$3

# What jdeps names for the jars of the distribution, and what is reached by name alone: the Vector API, sun.misc.Unsafe, the size of memory.
modules=java.compiler,java.desktop,java.logging,java.management.rmi,java.naming,java.security.jgss,java.sql,java.xml
modules=$modules,jdk.incubator.vector,jdk.management,jdk.unsupported

rm -rf "$target"
mkdir -p "$target"
tar -xzf "$archive" -C "$target"
set -- "$target"/growth-*
"$java/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages --compress=2 --output "$1/runtime" 2>&1 |
    { grep -v 'Using incubator modules' || true; }
# the classes that every start needs, as the JDK itself has them
"$1/runtime/bin/java" -Xshare:dump > "$target/dump.log" 2>&1 || { cat "$target/dump.log" >&2; exit 1; }
rm "$target/dump.log"
"$1/bin/growth" version
du -sh "$1" "$1/runtime"
