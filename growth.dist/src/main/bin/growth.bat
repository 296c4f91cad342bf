@echo off
rem growth COMMAND ...: starts the installation this file lies in, as bin/growth does on Linux and macOS. Not tested: nobody has run it yet.
rem
rem JAVA_HOME       which Java (17 or later); default: the one on the PATH. An installation with a Java of its own in runtime takes that one
rem JAVA_OPTS       options for the JVM, e.g. -Xmx8g, after those of conf\*.options
rem GROWTH_PLUGINS  the folder of plug-ins; default: plugins beside bin
setlocal
for %%I in ("%~dp0..") do set "GROWTH_HOME=%%~fI"

set "GROWTH_JAVA=java"
if defined JAVA_HOME set "GROWTH_JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%GROWTH_HOME%\runtime\bin\java.exe" set "GROWTH_JAVA=%GROWTH_HOME%\runtime\bin\java.exe"

set "GROWTH_VERSION=0"
for /f "tokens=3" %%V in ('"%GROWTH_JAVA%" -version 2^>^&1 ^| findstr /i "version"') do set "GROWTH_VERSION=%%~V"
for /f "tokens=1 delims=.-+" %%V in ("%GROWTH_VERSION%") do set "GROWTH_VERSION=%%V"
if %GROWTH_VERSION% LSS 17 (
    echo growth: Java 17 or later is needed, and %GROWTH_JAVA% is another one ^(%GROWTH_VERSION%^); set JAVA_HOME to a JDK 17 or later 1>&2
    exit /b 1
)
rem Felix and some libraries still use sun.misc.Unsafe, of which later Javas warn
set "GROWTH_UNSAFE="
if %GROWTH_VERSION% GEQ 23 set "GROWTH_UNSAFE=--sun-misc-unsafe-memory-access=allow"

rem idle threads of OpenMP sleep
if not defined OMP_WAIT_POLICY if not defined GOMP_SPINCOUNT set "GOMP_SPINCOUNT=0"

"%GROWTH_JAVA%" @"%GROWTH_HOME%\conf\jvm.options" @"%GROWTH_HOME%\conf\compute.options" %JAVA_OPTS% %GROWTH_UNSAFE% ^
    "-Dgrowth.home=%GROWTH_HOME%" -jar "%GROWTH_HOME%\lib\growth-launcher.jar" %*
exit /b %ERRORLEVEL%
