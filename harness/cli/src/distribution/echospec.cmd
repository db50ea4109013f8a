@echo off
rem Runs echospec from its distribution, with the runtime in it or else the Java of this machine.
setlocal
set "ECHOSPEC_HOME=%~dp0.."
set "ECHOSPEC_JAVA=%ECHOSPEC_HOME%\runtime\bin\java.exe"
if exist "%ECHOSPEC_JAVA%" goto run
if not defined JAVA_HOME goto path
set "ECHOSPEC_JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%ECHOSPEC_JAVA%" goto run
goto none
:path
set "ECHOSPEC_JAVA=java.exe"
where /q java.exe
if errorlevel 1 goto none
:run
"%ECHOSPEC_JAVA%" -Xlog:disable -Xlog:all=error:stderr -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m %ECHOSPEC_JAVA_OPTS% -jar "%ECHOSPEC_HOME%\kit\echospec.jar" %*
exit /b %ERRORLEVEL%
:none
echo echospec: no Java was found: install a JDK 17 or later, or set JAVA_HOME to one.>&2
exit /b 4
