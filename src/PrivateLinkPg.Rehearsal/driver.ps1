# The first line of standard input tells of the sandbox, and is answered by PowerShell's version. Each further line is run in this one
# session. Every answer is one line of JSON: the objects and the errors.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'The lines that come use them.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'The sandbox makes up the password and tells it as text.')]
param([string] $Module)
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'
Import-Module $Module -ErrorAction Stop
$sandbox = [Console]::In.ReadLine() | ConvertFrom-Json
$db = $sandbox.resources.flexibleServer
$hostName = $sandbox.hostNames.flexibleServer
$subnet = $sandbox.resources.clientSubnet
$dns = $sandbox.dns.($sandbox.resources.clientNetwork)
$networks = @(1..5 | ForEach-Object { '{0}-{1:00}' -f $sandbox.resources.clientNetwork, $_ })
$plan = foreach ($network in 0, 3, 4) {
    [pscustomobject]@{
        Target                 = $db
        SubnetId               = $subnet.Replace($sandbox.resources.clientNetwork, $networks[$network])
        ZoneResourceGroupName  = 'rg-dns-{VirtualNetworkName}'
        LinkedVirtualNetworkId = $network -eq 0 ? $networks[1, 2] -join ';' : ''
    }
}
$rootCertificate = $sandbox.postgres.rootCertificate
if ($sandbox.postgres) {
    $cred = [pscredential]::new($sandbox.postgres.user, (ConvertTo-SecureString $sandbox.postgres.password -AsPlainText -Force))
}
$line = '"$($PSVersionTable.PSVersion)"'
do {
    $all = try { @(. ([scriptblock]::Create($line)) 2>&1) } catch { @($_) }
    $errors = @($all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object { "$_" })
    $objects = @($all | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] })
    [Console]::Out.WriteLine((ConvertTo-Json -Compress -EnumsAsStrings -Depth 5 @{ Objects = $objects; Errors = $errors }))
} while ($null -ne ($line = [Console]::In.ReadLine()))
