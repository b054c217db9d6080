@echo off
rem Starts the notebooks of this folder on Windows. PYTHON names another Python than the one of the launcher py.
if defined PYTHON ("%PYTHON%" -B "%~dp0start.py" %*) else (py -3 -B "%~dp0start.py" %*)
if errorlevel 1 pause
