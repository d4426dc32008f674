<#
    What the Pester files share: the module under test, and a sandbox by its ready-file contract.
    PRIVATELINKPG_MODULE and PRIVATELINKPG_SANDBOX say where the build left them; without, it is the Debug build of this folder.
    PRIVATELINKPG_POSTGRES is the folder of the PostgreSQL that the sandbox runs; without, its client is the psql on PATH.
#>
$ErrorActionPreference = 'Stop'
$repository = Convert-Path (Join-Path $PSScriptRoot '../..')
$moduleFolder = $env:PRIVATELINKPG_MODULE ? $env:PRIVATELINKPG_MODULE : (Join-Path $repository 'out/PrivateLinkPg')
$sandboxAssembly = $env:PRIVATELINKPG_SANDBOX ? $env:PRIVATELINKPG_SANDBOX :
    (Join-Path $repository 'src/PrivateLinkPg.Sandbox/bin/Debug/net10.0/PrivateLinkPg.Sandbox.dll')

function Get-ModulePath {
    <#
    .SYNOPSIS
    The manifest of the module under test.
    #>
    [OutputType([string])]
    param()
    Join-Path $moduleFolder 'PrivateLinkPg.psd1'
}

function Get-ProjectScript {
    <#
    .SYNOPSIS
    The scripts, modules and data files of the project, with Path and Name: what is built or given elsewhere is left out.
    #>
    [OutputType([hashtable])]
    param()
    Get-ChildItem $repository -Recurse -Include *.ps1, *.psm1, *.psd1 | Where-Object FullName -NotMatch '[\\/](bin|obj|out)[\\/]' |
        ForEach-Object { @{ Path = $_.FullName; Name = [IO.Path]::GetRelativePath($repository, $_.FullName) } }
}

function Import-ModuleUnderTest {
    <#
    .SYNOPSIS
    Imports the module that this build laid out, for all scopes.
    #>
    param()
    Import-Module (Get-ModulePath) -Global
}

function Invoke-PostgresClient {
    <#
    .SYNOPSIS
    The referee: what PostgreSQL's own client makes of a connection. Gives its Rows or its Errors.
    .EXAMPLE
    (Invoke-PostgresClient "host=$name hostaddr=$address user=$user sslmode=verify-full sslrootcert=$file" -Password $password).Errors
    #>
    [OutputType([psobject])]
    param(
        # A connection string of libpq's.
        [Parameter(Mandatory)]
        [string] $Connection,

        [Parameter(Mandatory)]
        [string] $Password,

        [string] $Query = 'select 1'
    )
    if (-not ('PrivateLinkPg.Testing.PostgresClient' -as [type])) {
        $sources = '../shared/Postgres/PostgresClient.cs', '../shared/Postgres/Libpq.cs', '../shared/ProgramRun.cs', 'Usings.cs'
        Add-Type -Path ($sources | ForEach-Object { Join-Path $PSScriptRoot $_ }) -CompilerOptions '-nullable:enable'
    }
    $programs = $env:PRIVATELINKPG_POSTGRES
    if (-not $programs -or -not (Test-Path -LiteralPath $programs -PathType Container)) {
        $psql = Get-Command psql -CommandType Application -ErrorAction Ignore | Select-Object -First 1
        if (-not $psql) { throw 'There is no psql on PATH: let PRIVATELINKPG_POSTGRES name the folder of a PostgreSQL with psql or libpq.' }
        $programs = Split-Path $psql.Source
    }
    [PrivateLinkPg.Testing.PostgresClient]::Of($programs).AskAsync($Connection, $Password, $Query).GetAwaiter().GetResult()
}

function Invoke-Pwsh {
    <#
    .SYNOPSIS
    Runs a script in a process of its own, for what is loaded stays loaded, and gives what it printed. An error ends it, and is thrown here.
    .EXAMPLE
    Invoke-Pwsh 'Get-Module -ListAvailable PrivateLinkPg' -Environment @{ PSModulePath = $folder }
    #>
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [string] $Script,

        # Variables of the process; null removes one.
        [hashtable] $Environment = @{}
    )
    $before = @{}
    try {
        foreach ($name in $Environment.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            Set-ProcessVariable $name $Environment[$name]
        }
        # The engine that runs this, not one that PATH leads to.
        $output = & (Join-Path $PSHOME 'pwsh') -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; $Script; exit 0" 2>&1
        if ($LASTEXITCODE -ne 0) { throw "pwsh ended with ${LASTEXITCODE}: $($output -join "`n")" }
        $output
    }
    finally {
        foreach ($name in $before.Keys) { Set-ProcessVariable $name $before[$name] }
    }
}

function Invoke-FreshModule {
    <#
    .SYNOPSIS
    Invoke-Pwsh with the module under test imported, and $sandbox: what one test loads is not there for the next.
    .EXAMPLE
    Invoke-FreshModule $sandbox '(Get-PgAzureContext).Source' -ModulePath $standIn
    #>
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [psobject] $Sandbox,

        [Parameter(Mandatory)]
        [string] $Script,

        # A folder of modules that are found before all others.
        [string] $ModulePath
    )
    # OpenSSL reads it at the start of a process.
    $environment = @{ SSL_CERT_FILE = $Sandbox.certificateAuthority }
    if ($ModulePath) { $environment.PSModulePath = $ModulePath + [IO.Path]::PathSeparator + $env:PSModulePath }
    Invoke-Pwsh "Import-Module '$(Get-ModulePath)'; `$sandbox = Get-Content '$($Sandbox.ReadyFile)' -Raw | ConvertFrom-Json; $Script" $environment
}

function Start-Sandbox {
    <#
    .SYNOPSIS
    Starts a sandbox and gives the content of its ready file, with the process as Process. Stop it with Stop-Sandbox.
    .EXAMPLE
    $sandbox = Start-Sandbox -ArgumentList '--operation-seconds', '1'
    #>
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType([pscustomobject])]
    param(
        [string[]] $ArgumentList = @(),

        [ValidateRange(1, 600)]
        [int] $TimeoutSec = 60
    )
    if (-not $PSCmdlet.ShouldProcess('the sandbox', 'Start')) { return }

    $folder = Join-Path ([IO.Path]::GetTempPath()) "sandbox-$([guid]::NewGuid().ToString('N'))"
    $null = New-Item -ItemType Directory -Path $folder
    $readyFile = Join-Path $folder 'ready.json'
    $log = Join-Path $folder 'output.txt'
    $errorLog = Join-Path $folder 'error.txt'

    $process = Start-Process -FilePath dotnet -PassThru -RedirectStandardOutput $log -RedirectStandardError $errorLog -ArgumentList (
        @('exec', $sandboxAssembly, '--ready-file', $readyFile) + $ArgumentList)
    $null = $process.Handle # Keeps the exit code readable.

    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (Test-Path -LiteralPath $readyFile)) {
        # Waiting for the exit is the wait: a sandbox that dies is noticed at once.
        if ($process.WaitForExit(20) -or $clock.Elapsed.TotalSeconds -gt $TimeoutSec) {
            $said = (Get-Content -LiteralPath $log, $errorLog -ErrorAction Ignore) -join "`n"
            if (-not $process.HasExited) { Stop-SandboxProcess $process }
            throw "The sandbox was not ready after $([int]$clock.Elapsed.TotalSeconds) s:`n$said"
        }
    }

    $sandbox = Get-Content -LiteralPath $readyFile -Raw | ConvertFrom-Json
    Add-Member -InputObject $sandbox -NotePropertyMembers @{ Process = $process; Folder = $folder; ReadyFile = $readyFile } -PassThru
}

function Stop-Sandbox {
    <#
    .SYNOPSIS
    Asks a sandbox of Start-Sandbox to stop, and waits until it and its database are gone.
    #>
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, ValueFromPipeline)]
        [AllowNull()]
        [psobject] $Sandbox
    )
    process {
        if (-not $Sandbox -or -not $PSCmdlet.ShouldProcess("process $($Sandbox.Process.Id)", 'Stop')) { return }
        Stop-SandboxProcess $Sandbox.Process
        Remove-Item -LiteralPath $Sandbox.Folder -Recurse -Force
    }
}

function Connect-Sandbox {
    <#
    .SYNOPSIS
    Signs the module in to a sandbox, as a managed identity.
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [psobject] $Sandbox,

        # A name in the ready file's subscriptions.
        [string] $Subscription = 'development'
    )
    $env:IDENTITY_ENDPOINT = $Sandbox.identityEndpoint
    $env:IDENTITY_HEADER = $Sandbox.identityHeader
    Connect-PgAzure -Identity -ResourceManagerUrl $Sandbox.armEndpoint -CaCertificate $Sandbox.certificateAuthority -SubscriptionId $Sandbox.subscriptions.$Subscription
}

function Set-ProcessVariable([string] $name, $value) {
    # As text, null would be empty, and an empty variable is not an absent one.
    if ($null -eq $value) { $value = [NullString]::Value }
    [Environment]::SetEnvironmentVariable($name, $value)
}

function Stop-SandboxProcess([Diagnostics.Process] $process) {
    # Process.Kill would leave the sandbox no time to stop its PostgreSQL.
    if ($IsWindows) { taskkill /pid $process.Id | Out-Null } else { /bin/kill -TERM $process.Id }
    if (-not $process.WaitForExit(30000)) { throw "The sandbox (process $($process.Id)) did not stop." }
}

Export-ModuleMember -Function Get-ModulePath, Get-ProjectScript, Import-ModuleUnderTest, Invoke-PostgresClient, Invoke-Pwsh, Invoke-FreshModule, Start-Sandbox, Stop-Sandbox, Connect-Sandbox
