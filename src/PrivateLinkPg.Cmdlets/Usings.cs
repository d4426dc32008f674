// What most commands stand on. What fewer files need, they import themselves.
global using System.Collections;
global using System.Management.Automation;
global using PrivateLinkPg.Cmdlets.Base;
global using PrivateLinkPg.Cmdlets.Completion;
global using PrivateLinkPg.Commands;
global using PrivateLinkPg.Contexts;
global using PrivateLinkPg.Hosting;
global using PrivateLinkPg.Models;
