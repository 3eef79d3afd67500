@echo off
rem Runs HMS Bridge where it was unpacked. Not tried yet: written for Windows, never run there.
rem Needs a Java 25, in JAVA_HOME or on the PATH. BRIDGE_JAVA_OPTS adds options for the JVM.
setlocal
set "HOME_FOLDER=%~dp0.."
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -XX:+UseSerialGC %BRIDGE_JAVA_OPTS% "-Dbridge.home=%HOME_FOLDER%" "-Dbridge.config=%HOME_FOLDER%\conf\bridge.yaml" -cp "%HOME_FOLDER%\lib\*" io.hmsbridge.server.cli.BridgeCli %*
