// For the sources that Support.psm1 has PowerShell compile: what the projects import by themselves.
global using System;
global using System.Collections.Generic;
global using System.IO;
global using System.Linq;
global using System.Threading;
global using System.Threading.Tasks;
