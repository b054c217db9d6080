@echo off
rem Starts the notebooks of this folder on Windows. PYTHON names another Python than the one of the launcher py.
cd /d "%~dp0"
if defined PYTHON ("%PYTHON%" -B start.py %*) else (py -3 -B start.py %*)
if errorlevel 1 pause
