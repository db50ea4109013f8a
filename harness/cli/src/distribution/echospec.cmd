@echo off
rem Runs echospec from its distribution, with the runtime in it or else the Java of this machine.
setlocal
set "ECHOSPEC_HOME=%~dp0.."
set "ECHOSPEC_JAVA=%ECHOSPEC_HOME%\runtime\bin\java.exe"
if exist "%ECHOSPEC_JAVA%" goto run
set "ECHOSPEC_JAVA=java.exe"
if defined JAVA_HOME set "ECHOSPEC_JAVA=%JAVA_HOME%\bin\java.exe"
:run
"%ECHOSPEC_JAVA%" -Xlog:disable -Xlog:all=error:stderr -XX:+UseSerialGC -Xmx256m %ECHOSPEC_JAVA_OPTS% -jar "%ECHOSPEC_HOME%\kit\echospec.jar" %*
exit /b %ERRORLEVEL%
