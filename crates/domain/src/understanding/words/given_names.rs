//! Given names, of all languages, that tell a name where nobody writes capitals.
//!
//! Left out are those that as often name a place, a car or a month: "santiago", "mercedes", "abril".

use std::{collections::HashSet, sync::LazyLock};

/// As they are compared: in small letters, without accents.
pub(in super::super) static GIVEN_NAMES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| NAMES.split_whitespace().collect());

const NAMES: &str = "
    aaron abigail adam adrian adriana agustin agustina aitor alan alba albert alberto alejandra alejandro alex
    alexander alexandra alfonso alfredo alice alicia aline alison allison alvaro amanda amelia ana anabel andre
    andrea andreia andres andrew andy angela anita ann anna anne anthony antonia antonio ariana ariel arthur
    arturo barbara beatriz ben benjamin bernardo beth betty blanca brandon brenda brian bruna bruno caio camila
    carina carla carlos carmen carol carolina caroline catalina catarina catherine cecilia celia cesar charles
    charlotte chris christian christina christine christopher claudia claudio cristian cristina cristobal dan
    daniel daniela danilo david debora deborah denis denise diana diego dominic donna eduarda eduardo elena elisa
    elizabeth ellen emilia emiliano emilio emily emma enrique eric erica ernesto esteban esther eugenia eugenio
    eva evelyn fabian fabiana fabio fatima federico felipe felix fernanda fernando flavia flavio florencia
    francisca francisco gabriel gabriela gael gary george gerard gerardo german gilberto giovanna gisela gloria
    gonzalo graciela greg gregorio guilherme guillermo gustavo hannah hector helen helena henrique henry hugo ian
    ignacio igor iker ines inma irene iris isabel isabela isabella ismael ivan jack jacob jaime jake james jane
    janet javier jean jeff jennifer jessica jesus jill jim joan joana joao joaquin joe joel john jon jonathan
    jorge jose josefa joseph josh joshua josue juan juana julia julian juliana julie karen karina kate katherine
    kathy keith kelly ken kevin kim larissa laura lauren laurent leandro leonardo leonor leticia lidia lily linda
    lisa lorena lorenzo louise luana lucas lucia luciana luciano lucy luis luisa luiz luke maite manuel manuela
    marcela marcelo marcia marcos margaret margarita maria mariana mariano maribel marina mario marisa mark marta
    martha martin martina mary mateo mateus matias matt matthew mauricio mauro max maximo megan melissa michael
    michelle miguel mike milagros mirta monica murilo nadia nancy natalia nathan nelson nerea nicholas nick
    nicolas nicole noelia nora norma nuria olga oliver olivia omar oscar pablo paola patricia patricio patrick
    paul paula paulo pedro peter philip rachel rafael rafaela ramon raquel raul rebeca rebecca renata renato
    ricardo richard robert roberta roberto rodolfo rodrigo rogelio roger ron rosa roxana ruben ruth ryan sam
    samanta samantha samuel sandra sara sarah scott sean sebastian sergio sharon silvia simon simone sofia soledad
    sonia sophia sophie stephanie stephen steve steven susan susana tania tatiana teresa thais thiago thomas tiago
    tim tom tomas tony tyler valentina valeria vanesa vanessa veronica vicente victor vinicius viviana wagner
    walter william xavier ximena yolanda zoe
";
