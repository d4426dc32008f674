// What more than three files stand on.
global using System.Collections;
global using System.Management.Automation;
global using PrivateLinkPg.Cmdlets.Base;
global using PrivateLinkPg.Cmdlets.Completion;
global using PrivateLinkPg.Commands;
global using PrivateLinkPg.Contexts;
global using PrivateLinkPg.Hosting;
global using PrivateLinkPg.Models;
global using PrivateLinkPg.Output;
