@echo off
rem Runs HMS Bridge where it was unpacked. Not tried yet: written for Windows, never run there.
rem Needs a Java 25, in JAVA_HOME or on the PATH.
setlocal
set "HOME_FOLDER=%~dp0.."
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" --add-opens java.base/java.lang=ALL-UNNAMED %JAVA_OPTS% "-Dbridge.home=%HOME_FOLDER%" -cp "%HOME_FOLDER%\lib\*" io.hmsbridge.server.cli.BridgeCli %*
