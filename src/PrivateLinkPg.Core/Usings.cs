// What files of three folders or more stand on. What fewer of them need, they import themselves.
global using System.Net;
global using System.Net.Sockets;
global using System.Security.Cryptography;
global using System.Text;
global using System.Text.Json;
global using System.Text.RegularExpressions;
global using Azure;
global using Azure.Core;
global using PrivateLinkPg.Arm;
global using PrivateLinkPg.Arm.Wire;
global using PrivateLinkPg.Contexts;
global using PrivateLinkPg.Failures;
global using PrivateLinkPg.Hosting;
global using PrivateLinkPg.Link;
global using PrivateLinkPg.Models;
